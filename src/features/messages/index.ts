export { type Copied, type OnProblem, sendCopies } from './copies.js';
export type { MessageType, NewMessage, Priority, Status } from './message.js';
export { sendMessage } from './send-message.js';
export { type StoredMessage, storeMessage } from './store-message.js';
