import { i18n } from '../i18n';

/** What kind of thing went wrong, as far as it makes a difference to what a person can do. */
export type ProblemKind = 'offline' | 'slow' | 'login' | 'forbidden' | 'missing' | 'conflict' | 'refused' | 'server';

/** An answer that was none, or a refusal. `message` is a sentence about what happened; `advice` says what to do. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly status: number;
  readonly advice: string;
  /** What is wrong, point by point, when the server says more than one thing. */
  readonly details: readonly string[];
  /** The property of a form that each of the server's reports is about. */
  readonly byProperty: Readonly<Record<string, string>>;

  constructor(
    kind: ProblemKind,
    message: string,
    advice: string,
    { status = 0, reports = [] }: { readonly status?: number; readonly reports?: readonly ErrorReport[] } = {},
  ) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.advice = advice;
    this.details = reports.map((report) => report.message);
    this.byProperty = Object.fromEntries(
      reports.flatMap(({ errorProperty, message: text }) =>
        errorProperty === undefined ? [] : [[errorProperty, text]],
      ),
    );
  }
}

export interface ErrorReport {
  readonly message: string;
  readonly errorCode?: string;
  readonly errorProperty?: string;
}

/** A DHIS2 web message, as far as it speaks of errors. */
interface WebMessage {
  readonly message?: string;
  /** What exactly is wrong; super users are told. */
  readonly devMessage?: string;
  readonly response?: {
    readonly errorReports?: readonly ErrorReport[];
    readonly typeReports?: readonly {
      readonly objectReports?: readonly { readonly errorReports?: readonly ErrorReport[] }[];
    }[];
  };
}

/** Statuses that a proxy answers with while the server behind it is away. */
const AWAY = [502, 503, 504];

/** The problem that an answer with an error status tells of. */
export function problemOfAnswer(status: number, text: string): Problem {
  const { message = '', devMessage, response } = webMessage(text);
  const reports = [
    ...(response?.errorReports ?? []),
    ...(response?.typeReports ?? []).flatMap(({ objectReports = [] }) =>
      objectReports.flatMap(({ errorReports = [] }) => errorReports),
    ),
  ];
  const said = reports.length === 1 ? (reports[0]?.message ?? message) : message;
  const details = {
    status,
    reports:
      reports.length === 0 && status === 409 && devMessage !== undefined
        ? [{ message: devMessage }]
        : reports.length > 1
          ? reports
          : reports.filter(({ errorProperty }) => errorProperty),
  };
  switch (true) {
    case status === 401:
      return new Problem('login', said || i18n.t('You are not logged in.'), i18n.t('Log in and try again.'), details);
    case status === 403:
      return new Problem(
        'forbidden',
        said || i18n.t('You may not do this.'),
        i18n.t('Ask an administrator for the authority if you need it.'),
        details,
      );
    case status === 404:
      return new Problem(
        'missing',
        said || i18n.t('This does not exist any more.'),
        i18n.t('Somebody may have removed it meanwhile: load the list again.'),
        details,
      );
    case status === 409:
      return new Problem(
        'conflict',
        said || i18n.t('The server refused this because of how things stand.'),
        i18n.t('Change what the message names and try again.'),
        details,
      );
    case AWAY.includes(status):
      return offline();
    case status >= 500:
      return new Problem(
        'server',
        said || i18n.t('The server met an error that it did not expect.'),
        i18n.t('Try again; if it stays, look into the log of the server at this time.'),
        details,
      );
    default:
      return new Problem(
        'refused',
        said || i18n.t('The server refused this ({{status}}).', { status }),
        i18n.t('Correct what you entered and try again.'),
        details,
      );
  }
}

/** No answer at all. */
export const offline = (): Problem =>
  new Problem(
    'offline',
    i18n.t('The server cannot be reached.'),
    i18n.t('Check your connection and whether Orderly is running. This page goes on by itself when it is back.'),
  );

/** No answer within the time that a request has. */
export const slow = (seconds: number): Problem =>
  new Problem(
    'slow',
    i18n.t('The server has not answered for {{seconds}} seconds.', { seconds }),
    i18n.t('It may be busy or your connection slow. Look whether the work was done before you start it again.'),
  );

/** What a page shows for whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(
    'server',
    i18n.t('The console met an error that it did not expect: {{message}}', {
      message: error instanceof Error ? error.message : String(error),
    }),
    i18n.t('Load the page again.'),
  );
}

function webMessage(text: string): WebMessage {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // A page of a proxy, or nothing.
    return {};
  }
}
