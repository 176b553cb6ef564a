import { isMailAddress } from '../mail/index.js';
import { isPhoneNumber } from '../sms/index.js';

/** Ways out of the system. `HTTP` belongs to the web hooks of program rules, which are called when the rule is. */
export type OutsideChannel = 'EMAIL' | 'SMS';

/** Whether a message of this channel can go to `text`. */
export const isAddress = (channel: OutsideChannel, text: string | null): text is string =>
  channel === 'EMAIL' ? isMailAddress(text) : isPhoneNumber(text ?? '');

/** The ways out of the system among the channels of a template, each once. */
export const outsideChannels = (channels: readonly string[]): readonly OutsideChannel[] =>
  (['EMAIL', 'SMS'] as const).filter((channel) => channels.includes(channel));
