import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { conflict } from '../../kernel/errors/index.js';
import { generateUid, isUid } from '../../kernel/uid.js';
import { askRemote, jsonOf, type RemoteAnswer, type RemoteServer } from '../remote/index.js';
import { hashOf, type MetadataVersion } from './version.js';

const PATH = '/api/metadata/version';
const LIST_TIMEOUT_MS = 120_000;
/** Packed and unpacked; a string cannot be much longer. */
const MOST_PACKED_BYTES = 256 * 1024 * 1024;
const MOST_BYTES = 500 * 1024 * 1024;
const LONGEST_NAME = 230;

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The versions of the remote server after the one called `baseline`, or all of them, oldest first.
 *
 * @throws OrderlyError when the server gives no list
 */
export async function remoteVersions(
  remote: RemoteServer,
  baseline: string | undefined,
  signal: AbortSignal,
): Promise<readonly MetadataVersion[]> {
  const answer = await askRemote(remote, {
    path: `${PATH}/history`,
    query: baseline === undefined ? {} : { baseline },
    timeoutMs: LIST_TIMEOUT_MS,
    signal,
  });
  refuseFailure(answer, 'its metadata versions');
  // The peer answers with nothing at all when there is nothing newer.
  if (answer.body.length === 0) return [];
  const json = jsonOf(answer);
  if (!isMembers(json) || !Array.isArray(json.metadataversions))
    throw conflict('The remote server gave no list of metadata versions.');
  return json.metadataversions.map(versionOf).toSorted((a, b) => a.created.getTime() - b.created.getTime());
}

function versionOf(given: unknown): MetadataVersion {
  const { name, type, created, id, hashCode } = isMembers(given) ? given : {};
  const moment = new Date(typeof created === 'string' || typeof created === 'number' ? created : Number.NaN);
  const usable =
    typeof name === 'string' &&
    name !== '' &&
    name.length <= LONGEST_NAME &&
    typeof hashCode === 'string' &&
    !Number.isNaN(moment.getTime());
  if (!usable) throw conflict('The remote server describes a metadata version without name, time or hash.');
  return {
    uid: typeof id === 'string' && isUid(id) ? id : generateUid(),
    name,
    type: type === 'ATOMIC' ? 'ATOMIC' : 'BEST_EFFORT',
    created: moment,
    imported: null,
    hash: hashCode,
  };
}

const unpacked = promisify(gunzip);

/**
 * The text of a version's metadata.
 *
 * @throws OrderlyError when it cannot be had or is not what its hash says
 */
export async function remoteSnapshot(
  remote: RemoteServer,
  version: MetadataVersion,
  signal: AbortSignal,
): Promise<string> {
  const answer = await askRemote(remote, {
    path: `${PATH}/${encodeURIComponent(version.name)}/data.gz`,
    maxBytes: MOST_PACKED_BYTES,
    signal,
  });
  refuseFailure(answer, `the metadata of ${version.name}`);
  const snapshot = await textOf(answer.body, version.name);
  if (hashOf(snapshot) !== version.hash)
    throw conflict(`The metadata of ${version.name} arrived damaged: its hash is another one.`);
  return snapshot;
}

async function textOf(body: Buffer, name: string): Promise<string> {
  // A client on the way may have unpacked it already.
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body.toString('utf8');
  try {
    return (await unpacked(body, { maxOutputLength: MOST_BYTES })).toString('utf8');
  } catch (error) {
    throw conflict(`The metadata of ${name} cannot be unpacked.`, { cause: error });
  }
}

function refuseFailure(answer: RemoteAnswer, what: string): void {
  if (answer.status === 200) return;
  const json = jsonOf(answer);
  const said = isMembers(json) && typeof json.message === 'string' ? `: ${json.message.slice(0, 300)}` : '';
  throw conflict(`The remote server did not give ${what}, but answered ${answer.status}${said}.`.replace('..', '.'));
}
