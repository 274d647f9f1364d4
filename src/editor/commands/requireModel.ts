import { Failure } from '../../campaign/failure.ts';
import type { EditorContext } from '../context.ts';
import type { CampaignModel } from '../model/campaignModel.ts';

export function requireModel({ campaigns }: EditorContext): CampaignModel {
  const model = campaigns.current;
  if (model === undefined) throw new Failure('no-repository', 'no folder of this machine is open', 'Open a folder first.');
  return model;
}
