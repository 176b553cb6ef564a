import type { MetadataType } from '../model/type.js';
import { message } from './message.js';
import { userMessage } from './user-message.js';

/** What is read as metadata are, and is none: no import, no export and no schema knows of it. */
export const READ_ONLY_TYPES: readonly MetadataType[] = [message, userMessage];
