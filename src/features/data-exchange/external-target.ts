import { errorSummary, type ImportSummary, isUidScheme, parseIdScheme, schemeText } from '../imports/index.js';
import { askRemote, basicAuthorization, type RemoteServer, summaryOf, tokenAuthorization } from '../remote/index.js';
import type { TargetApi, TargetRequest } from './exchange.js';
import type { ExchangedValue } from './source.js';
import { summaryOfRemote } from './summaries.js';

/**
 * Sends the values to another server (DHIS2 web API, chapter "Data exchange"). An access token goes before user name and password.
 *
 * @throws RemoteFailure when there is no answer
 */
export async function sendToTarget(
  api: TargetApi,
  request: TargetRequest,
  values: readonly ExchangedValue[],
  signal: AbortSignal | undefined,
): Promise<ImportSummary> {
  const server = serverOf(api);
  if (!server)
    return errorSummary('The target of the exchange has neither an access token nor a user name and a password.');
  const answer = await askRemote(server, {
    method: 'POST',
    path: '/api/dataValueSets',
    query: importQuery(request),
    body: JSON.stringify({ dataValues: values }),
    signal,
  });
  // Other statuses come from no import: a wrong password, an address where no DHIS2 is.
  if (answer.status >= 300 && answer.status !== 409)
    return errorSummary(`Data import to target instance failed with status: '${answer.status}'`);
  return summaryOfRemote(summaryOf(answer));
}

function serverOf({ url, username, password, accessToken }: TargetApi): RemoteServer | undefined {
  if (accessToken !== undefined) return { url, authorization: tokenAuthorization(accessToken) };
  if (username === undefined || password === undefined) return undefined;
  return { url, authorization: basicAuthorization(username, password) };
}

/** Only what differs from the defaults is said, as by the peer. */
function importQuery(request: TargetRequest): Readonly<Record<string, string>> {
  const { importStrategy, skipAudit, dryRun } = request;
  const schemes = Object.entries({
    dataElementIdScheme: request.dataElementIdScheme,
    orgUnitIdScheme: request.orgUnitIdScheme,
    categoryOptionComboIdScheme: request.categoryOptionComboIdScheme,
    idScheme: request.idScheme,
  }).flatMap(([name, text]) => {
    const scheme = parseIdScheme(text);
    return isUidScheme(scheme) ? [] : [[name, schemeText(scheme)] as const];
  });
  return {
    ...Object.fromEntries(schemes),
    ...(importStrategy !== undefined && importStrategy !== 'CREATE_AND_UPDATE' && { importStrategy }),
    ...(skipAudit && { skipAudit: 'true' }),
    ...(dryRun && { dryRun: 'true' }),
  };
}
