import { parseDefinition } from '../../../src/campaign/definition/read.ts';
import type { EventBody } from '../../../src/campaign/events.ts';
import type { Live } from '../../../src/protocol/live.ts';
import { DEFINITION, stateOf } from '../cli/campaigns.ts';

export const definition = parseDefinition(DEFINITION, 'marginalia.yaml');

export function liveOf(bodies: readonly EventBody[], more: Partial<Live> = {}): Live {
  return { id: 'c20260102-1', seq: 1, state: stateOf(...bodies), livePairs: {}, activity: {}, live: true, ...more };
}

export const unknown = () => null;
