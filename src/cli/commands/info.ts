import { clientCommand } from '../command.js';
import { facts, moment } from '../layout.js';
import { record, text, type Wire } from '../wire.js';

const details = `Works with every DHIS2. What a server tells to administrators only is left out for others.`;

/** `orderly info`: what the server is, and how it stands (contract: system.md §2). */
export const info = clientCommand({
  path: 'info',
  summary: 'which server it is, and when its analytics tables were made',
  details,
  takes: {},
  async run({ connection, out }) {
    const document = record(await connection.get('/api/system/info'));
    const me = record(await connection.find('/api/me', { fields: 'username' }));
    out.result(document, () =>
      facts([
        ['Server', connection.url],
        ['Name', text(document.systemName)],
        ['Version', versionOf(document)],
        ['Logged in as', text(me.username)],
        ['Time there', timeOf(document)],
        ['Analytics tables', past(document.lastAnalyticsTableSuccess, document.intervalSinceLastAnalyticsTableSuccess)],
        [
          'Latest analytics',
          past(document.lastAnalyticsTablePartitionSuccess, document.intervalSinceLastAnalyticsTablePartitionSuccess),
        ],
        ['Database', databaseOf(record(document.databaseInfo))],
        ['Node', text(document.nodeId)],
        ['System id', text(document.systemId)],
      ]),
    );
  },
});

/** Orderly presents itself as the DHIS2 whose API it speaks; its own version is the revision. */
const versionOf = ({ version, revision, environmentVariable }: Wire): string =>
  environmentVariable === 'ORDERLY_HOME'
    ? `Orderly ${text(revision)} (API of DHIS2 ${text(version)})`
    : `DHIS2 ${text(version)}${text(revision) === '' ? '' : ` (${text(revision)})`}`;

const timeOf = ({ serverDate, serverTimeZoneId }: Wire): string =>
  [moment(text(serverDate)), text(serverTimeZoneId)].filter((part) => part !== '').join(' ');

/** Servers that never made any leave the time out, or say 1970. */
const past = (time: unknown, interval: unknown): string => {
  if (text(time) === '' || /^19[67]\d/.test(text(time))) return 'never';
  return `${moment(text(time))}${text(interval) === '' ? '' : ` (${text(interval)} ago)`}`;
};

const databaseOf = ({ databaseVersion, name }: Wire): string =>
  [text(databaseVersion), text(name)].filter((part) => part !== '').join(', ');
