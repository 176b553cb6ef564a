/** States of an SMS that goes out, in the order of the numbers that are stored (the peer's enumeration). */
export const OUTBOUND_STATES = ['OUTBOUND', 'SENT', 'ERROR', 'PENDING', 'SCHEDULED', 'DELIVERED', 'FAILED'] as const;
export type OutboundState = (typeof OUTBOUND_STATES)[number];

export const outboundNumber = (state: OutboundState): number => OUTBOUND_STATES.indexOf(state);

/** Numbers in one request to a gateway (the peer's limit). */
const MOST_RECIPIENTS = 200;

/** Numbers in the groups in which gateways take them. */
export function inGroups(numbers: readonly string[]): readonly (readonly string[])[] {
  const groups: (readonly string[])[] = [];
  for (let start = 0; start < numbers.length; start += MOST_RECIPIENTS)
    groups.push(numbers.slice(start, start + MOST_RECIPIENTS));
  return groups;
}

/** A telephone number as gateways want it: without blanks and marks, and without the sign that the country comes first. */
export const bareNumber = (number: string): string => number.replace(/[\s()./-]/g, '').replace(/^(\+|00)/, '');

const NUMBER = /^\d{3,20}$/;

/** Whether an SMS can be sent to `text`. */
export const isPhoneNumber = (text: string): boolean => NUMBER.test(bareNumber(text));
