import type { Db } from '../../database/index.js';
import { type OnProblem, sendCopies } from './copies.js';
import type { NewMessage } from './message.js';
import { storeMessage } from './store-message.js';

/**
 * Sends a message: stores it for its recipients, and sends copies by mail and SMS to those who want them. Waits until the copies are sent, and tells what is wrong with them
 * to `onProblem`. Within a transaction use `storeMessage` there and `sendCopies` after it.
 *
 * @returns the uid of the conversation
 * @throws OrderlyError 409 when none of the recipients exists and it is no ticket
 */
export async function sendMessage(db: Db, message: NewMessage, onProblem?: OnProblem): Promise<string> {
  if (db.isTransaction) throw new Error('A message with its copies is sent after a transaction, not within.');
  const stored = await storeMessage(db, message);
  await sendCopies(db, stored, onProblem);
  return stored.conversation;
}
