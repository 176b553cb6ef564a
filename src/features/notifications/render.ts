/** What people write once for many messages. */
export interface Template {
  readonly name: string;
  readonly subject: string | null;
  readonly message: string | null;
  /** Whether it also goes out as text messages, which are short. */
  readonly sms: boolean;
}

/** What a template may ask for. A name that is missing here is unknown; null is known and empty. */
export interface TemplateValues {
  /** `V{name}` */
  readonly variables: Readonly<Record<string, string | null>>;
  /** `A{uid}`: attributes of a tracked entity. */
  readonly attributes?: Readonly<Record<string, string | null>>;
  /** `#{uid}`: data elements of an event. */
  readonly dataElements?: Readonly<Record<string, string | null>>;
}

export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
}

/** In characters of UTF-16, as the peer counts. */
export const LONGEST_SUBJECT = 100;
export const LONGEST_TEXT = 10_000;
/** Four text messages in a row. */
export const LONGEST_SMS = 640;

/** What stands in for something that is not there. */
export const MISSING = '[N/A]';
/** What stands in for a value that goes into no message. */
export const CONFIDENTIAL = '[CONFIDENTIAL]';

const PLACEHOLDER = /V\{([a-z_]*)\}|A\{([A-Za-z][A-Za-z0-9]{10})\}|#\{([A-Za-z][A-Za-z0-9]{10})\}/g;

/**
 * A message from its template. Values are put in as they are: what looks like a placeholder inside one stays text. A template without subject is known by its name.
 */
export function render({ name, subject, message, sms }: Template, values: TemplateValues): RenderedMessage {
  const title = filledIn(subject ?? '', values)
    .replace(/\s+/g, ' ')
    .trim();
  return {
    subject: chopped(title === '' ? name : title, LONGEST_SUBJECT),
    text: chopped(filledIn(message ?? '', values), sms ? LONGEST_SMS : LONGEST_TEXT),
  };
}

function filledIn(template: string, { variables, attributes, dataElements }: TemplateValues): string {
  return template.replace(PLACEHOLDER, (_all, variable?: string, attribute?: string, dataElement?: string) => {
    if (variable !== undefined) return textOf(variables, variable);
    if (attribute !== undefined) return textOf(attributes, attribute);
    return textOf(dataElements, dataElement ?? '');
  });
}

function textOf(values: Readonly<Record<string, string | null>> | undefined, name: string): string {
  if (values === undefined || !Object.hasOwn(values, name)) return MISSING;
  const value = values[name] ?? '';
  return value.trim() === '' ? '' : value;
}

/** The beginning of a text, without half a character at its end. */
export function chopped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
