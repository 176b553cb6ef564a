import { generateUid } from '../../kernel/uid.js';

/** Letters, digits and `-_.@`, the latter neither first nor last nor two in a row, as the peer has it. */
const USERNAME = /^(?=.{4,255}$)(?![-_.@])(?!.*[-_.@]{2})[-_.@a-zA-Z0-9]+(?<![-_.@])$/;
const PLACEHOLDER = /^invite[a-z0-9]{11}$/;

export const isUsername = (text: string): boolean => USERNAME.test(text);

/** What an invited user is called until they have chosen a name. */
export const placeholderName = (): string => `invite${generateUid().toLowerCase()}`;

export const isPlaceholder = (username: string): boolean => PLACEHOLDER.test(username);
