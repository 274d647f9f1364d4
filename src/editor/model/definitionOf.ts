import { parseDefinition } from '../../campaign/definition/read.ts';
import type { Definition } from '../../campaign/definition/schema.ts';
import type { CampaignState } from '../../campaign/state.ts';

/** Every view asks at every change: parsed once for each campaign. */
const parsed = new WeakMap<object, Definition | null>();

/** The definition that the campaign runs by, not the file as it is now; null before its first event, or where it was made by a newer version. */
export function definitionOf({ created }: CampaignState): Definition | null {
  if (created === null) return null;
  const known = parsed.get(created);
  if (known !== undefined) return known;
  const definition = tryParse(created.definition, created.definitionFile);
  parsed.set(created, definition);
  return definition;
}

function tryParse(text: string, file: string): Definition | null {
  try {
    return parseDefinition(text, file || 'the definition');
  } catch {
    return null;
  }
}
