import type { Rule } from 'eslint';

export const layers: { readonly rules: Readonly<Record<string, Rule.RuleModule>> };
