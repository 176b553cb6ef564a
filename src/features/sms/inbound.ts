/** States of an SMS that came in, in the order of the numbers that are stored (the peer's enumeration). */
export const INBOUND_STATES = ['INCOMING', 'PROCESSING', 'UNHANDLED', 'FAILED', 'PROCESSED', 'SENT'] as const;
export type InboundState = (typeof INBOUND_STATES)[number];

/** How the text was written on its way, likewise. */
export const ENCODINGS = ['ENC7BIT', 'ENC8BIT', 'ENCUCS2', 'ENCCUSTOM'] as const;

/** Longest text and number that the table holds. */
export const LONGEST_INBOUND = 255;

/** An SMS as a gateway hands it over. */
export interface ReceivedSms {
  readonly originator: string;
  readonly text: string;
  readonly gateway: string;
  /** Local time without a zone; now when nobody said. */
  readonly received: string | undefined;
  readonly sent: string | undefined;
  /** Place in {@link ENCODINGS}. */
  readonly encoding: number;
}
