import { isMailAddress } from '../mail/index.js';
import type { ToAddress } from './delivery.js';

/** Digits as people write them, e.g. `+232 76-123 456`. */
const PHONE_NUMBER = /^\+?[\d\s()./-]{3,30}$/;

/** Whether a message of this channel can go to `text`. */
export function isAddress(channel: ToAddress['channel'], text: string | null | undefined): text is string {
  if (text === null || text === undefined) return false;
  return channel === 'EMAIL' ? isMailAddress(text) : PHONE_NUMBER.test(text) && /\d{3}/.test(text.replace(/\D/g, ''));
}

/** The channels out of the system among those of a template, each once. `HTTP` belongs to web hooks of program rules. */
export const outsideChannels = (channels: readonly string[]): readonly ToAddress['channel'][] =>
  (['EMAIL', 'SMS'] as const).filter((channel) => channels.includes(channel));
