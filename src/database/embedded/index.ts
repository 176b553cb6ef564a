export { DataDirectoryInUse } from './lock.js';
export { type EmbeddedServer, type EmbeddedServerOptions, startEmbeddedServer } from './server.js';
