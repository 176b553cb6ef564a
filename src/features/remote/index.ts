export {
  askRemote,
  basicAuthorization,
  jsonOf,
  type RemoteAnswer,
  RemoteFailure,
  type RemoteRequest,
  type RemoteServer,
  shownUrl,
  tokenAuthorization,
} from './client.js';
export { clearDhis2Caches, dhis2ServerOf } from './dhis2-caches.js';
export { failedSummary, type RemoteConflict, type RemoteSummary, refusalText, summaryOf } from './import-summary.js';
export {
  type Availability,
  availabilityOf,
  awaitRemote,
  NOT_CONFIGURED,
  remoteOf,
  sendPersistently,
} from './remote-server.js';
