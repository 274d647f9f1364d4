import { BlobStore } from '../../campaign/store/blobs.ts';
import { engineIsAlive } from '../../campaign/store/engineLock.ts';
import { listCampaigns, readCampaign } from '../../campaign/store/read.ts';
import type { CampaignReader } from '../ports.ts';

export const reader: CampaignReader = {
  list: listCampaigns,
  read: readCampaign,
  engineIsAlive,
  blob: (workspace, campaign, sha256) => new BlobStore(workspace, campaign).get(sha256)?.toString('utf8'),
};
