import { validateHeaderName } from 'node:http';
import { badRequest, catalogued, conflict } from '../../kernel/errors/index.js';
import type { MetadataObject } from '../../metadata/index.js';
import { isObject } from '../../metadata/index.js';
import { CONTENT_TYPES, type GatewayConfig, type GatewayParameter, type HttpGateway } from './gateway.js';
import { placeholders } from './template.js';

const LONGEST_NAME = 255;
const LONGEST_TEXT = 10_000;
const MOST_PARAMETERS = 50;
const BULKSMS_URL = 'https://api.bulksms.com/v1/messages';
const CLICKATELL_URL = 'https://platform.clickatell.com/messages';
/** What is filled in besides parameters. */
const OWN_PLACEHOLDERS = ['text', 'recipients'];

/** A gateway as a payload describes it. */
export interface GivenGateway {
  readonly name: string;
  readonly config: GatewayConfig;
}

/**
 * A gateway from a payload. Secrets that the payload leaves empty stay what they are in `stored`, because nobody is shown them.
 *
 * @throws OrderlyError 400 or 409 for what cannot be a gateway
 */
export function readGateway(payload: MetadataObject, stored?: GatewayConfig): GivenGateway {
  const name = required(payload, 'name', LONGEST_NAME);
  const type = required(payload, 'type', LONGEST_NAME);
  if (stored && stored.type !== type) throw conflict('Type of an existing configuration cannot be changed');
  switch (type) {
    case 'http':
      return { name, config: readHttpGateway(payload, stored?.type === 'http' ? stored : undefined) };
    case 'bulksms': {
      const kept = stored?.type === 'bulksms' ? stored.password : undefined;
      const urlTemplate = urlOf(optional(payload, 'urlTemplate') ?? BULKSMS_URL);
      const password = optional(payload, 'password') ?? kept;
      if (password === undefined) throw catalogued('E4000', 'password');
      return {
        name,
        config: { type, urlTemplate, username: required(payload, 'username', LONGEST_NAME), password },
      };
    }
    case 'clickatell': {
      const kept = stored?.type === 'clickatell' ? stored.authToken : undefined;
      const urlTemplate = urlOf(optional(payload, 'urlTemplate') ?? CLICKATELL_URL);
      const authToken = optional(payload, 'authToken') ?? kept;
      if (authToken === undefined) throw catalogued('E4000', 'authToken');
      checkHeader('Authorization', authToken);
      return { name, config: { type, urlTemplate, username: optional(payload, 'username') ?? '', authToken } };
    }
    default:
      throw conflict(
        `This server has no SMS gateways of type ${type.slice(0, 100)}. There are http, bulksms and clickatell.`,
      );
  }
}

function readHttpGateway(payload: MetadataObject, stored: HttpGateway | undefined): HttpGateway {
  const parameters = readParameters(payload.parameters, stored?.parameters ?? []);
  const contentType = optional(payload, 'contentType') ?? 'FORM_URL_ENCODED';
  const known = CONTENT_TYPES.find((word) => word === contentType);
  if (!known) throw catalogued('E4027', contentType.slice(0, 100), 'contentType');
  const gateway: HttpGateway = {
    type: 'http',
    urlTemplate: urlOf(required(payload, 'urlTemplate', LONGEST_TEXT)),
    configurationTemplate: optional(payload, 'configurationTemplate') ?? '',
    contentType: known,
    useGet: flag(payload, 'useGet'),
    sendUrlParameters: flag(payload, 'sendUrlParameters'),
    parameters,
  };
  const names = new Set([...OWN_PLACEHOLDERS, ...parameters.flatMap(({ key, header }) => (header ? [] : [key]))]);
  const unknown = placeholders(gateway.urlTemplate + gateway.configurationTemplate).find((name) => !names.has(name));
  if (unknown !== undefined)
    throw conflict(`\${${unknown}} in the template is neither text nor recipients nor a parameter that is no header.`);
  return gateway;
}

function readParameters(list: unknown, stored: readonly GatewayParameter[]): readonly GatewayParameter[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list) || list.length > MOST_PARAMETERS || !list.every(isObject))
    throw badRequest(`Property parameters has to be a list of at most ${MOST_PARAMETERS} objects.`);
  const parameters = (list as readonly MetadataObject[]).map((entry): GatewayParameter => {
    const key = required(entry, 'key', LONGEST_NAME);
    const [header, encode, confidential] = [flag(entry, 'header'), flag(entry, 'encode'), flag(entry, 'confidential')];
    const kept = stored.find((parameter) => parameter.key === key && parameter.confidential);
    const given = optional(entry, 'value');
    const value = given ?? (confidential ? kept?.value : undefined) ?? '';
    if (header) checkHeader(key, encode ? '' : value);
    return { key, value, header, encode, confidential };
  });
  const repeated = parameters.find(({ key }, index) => parameters.findIndex((other) => other.key === key) !== index);
  if (repeated) throw conflict(`There are two parameters ${repeated.key}.`);
  return parameters;
}

/** @throws OrderlyError 409 for what no request can have as a header */
function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
  } catch {
    throw conflict(`${name} cannot be the name of a header.`);
  }
  // Headers have one byte for a character, and no line breaks.
  if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value))
    throw conflict(`The value of ${name} cannot be sent in a header.`);
}

/** @throws OrderlyError 409 E4004 for what is no address of a web server */
function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const web = url?.protocol === 'http:' || url?.protocol === 'https:';
  // No request can be sent to an address with a password inside, and everybody who sees the gateway would see it.
  if (!url || !web || url.username !== '' || url.password !== '')
    throw catalogued('E4004', 'urlTemplate', text.slice(0, 200));
  return text;
}

function required(object: MetadataObject, name: string, longest: number): string {
  const text = optional(object, name);
  if (text === undefined) throw catalogued('E4000', name);
  if (text.length > longest) throw catalogued('E4001', name, longest, text.length);
  return text;
}

/** A text; undefined when there is none, or an empty one. */
function optional(object: MetadataObject, name: string): string | undefined {
  const text = object[name];
  if (text === undefined || text === null || text === '') return undefined;
  if (typeof text !== 'string') throw badRequest(`Property ${name} has to be a text.`);
  if (text.length > LONGEST_TEXT) throw catalogued('E4001', name, LONGEST_TEXT, text.length);
  return text;
}

function flag(object: MetadataObject, name: string): boolean {
  const value = object[name] ?? false;
  if (typeof value !== 'boolean') throw badRequest(`Property ${name} has to be true or false.`);
  return value;
}
