import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach } from 'vitest';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** The text, with the encoding of the wire taken off. */
  readonly text: string;
  /** The whole message as it came, a byte a character. */
  readonly raw: string;
}

/** A mail server that keeps what it is sent; it listens on a free port while a file's tests run. */
export function testMailServer() {
  const mails: ReceivedMail[] = [];
  let refusing = false;
  let refusedAddress = '';
  let refused = 0;
  let server: SMTPServer | undefined;
  beforeAll(async () => {
    server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      onAuth: ({ username, password }, _session, callback) =>
        callback(
          username === 'post' && password === 'secret' ? null : new Error('unknown'),
          username === undefined ? {} : { user: username },
        ),
      onRcptTo: ({ address }, _session, callback) => {
        const unknown = refusing || address === refusedAddress;
        if (unknown) refused += 1;
        callback(unknown ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : undefined);
      },
      onData: (stream, session, callback) => {
        let raw = '';
        stream.setEncoding('latin1').on('data', (chunk: string) => {
          raw += chunk;
        });
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          mails.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            subject: /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? '',
            text: decoded(raw),
            raw,
          });
          callback();
        });
      },
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    mails.length = 0;
    refusing = false;
    refusedAddress = '';
    refused = 0;
  });
  afterAll(async () => {
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  });
  return {
    mails,
    /** From now on this recipient, or any, is unknown, until the next test. */
    refuse: (address?: string) => {
      if (address === undefined) refusing = true;
      else refusedAddress = address;
    },
    /** Recipients refused in this test. */
    get refused() {
      return refused;
    },
    /** The settings with which Orderly sends here. */
    get settings(): Readonly<Record<string, string>> {
      const address = server?.server.address();
      if (typeof address !== 'object' || address === null)
        throw new Error('The mail server listens within tests only.');
      return {
        keyEmailHostName: '127.0.0.1',
        keyEmailPort: String(address.port),
        keyEmailUsername: 'post',
        keyEmailPassword: 'secret',
        keyEmailTls: 'false',
        keyEmailSender: 'orderly@example.org',
      };
    },
  };
}

function decoded(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(head)) return Buffer.from(text, 'latin1').toString('utf8');
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
