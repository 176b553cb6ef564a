import type {
  BulkSmsGateway,
  ClickatellGateway,
  ContentType,
  GatewayConfig,
  GatewayParameter,
  HttpGateway,
  Sms,
} from './gateway.js';
import { ESCAPES, fillIn, inUrl } from './template.js';

/** What is sent to a provider. */
export interface GatewayRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const MEDIA_TYPES: Readonly<Record<ContentType, string>> = {
  APPLICATION_JSON: 'application/json;charset=UTF-8',
  APPLICATION_XML: 'application/xml;charset=UTF-8',
  FORM_URL_ENCODED: 'application/x-www-form-urlencoded;charset=UTF-8',
  URL: 'application/x-www-form-urlencoded;charset=UTF-8',
  TEXT_PLAIN: 'text/plain;charset=UTF-8',
};

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** The request with which `gateway` is asked to send an SMS. */
export function gatewayRequest(gateway: GatewayConfig, sms: Sms): GatewayRequest {
  switch (gateway.type) {
    case 'http':
      return httpRequest(gateway, sms);
    case 'bulksms':
      return bulkSmsRequest(gateway, sms);
    case 'clickatell':
      return clickatellRequest(gateway, sms);
  }
}

/** The peer's generic gateway: `${text}`, `${recipients}` (separated by commas) and the parameters are filled into the template, which is the body or the query. */
function httpRequest(gateway: HttpGateway, { text, recipients }: Sms): GatewayRequest {
  const { urlTemplate, configurationTemplate, contentType, useGet, sendUrlParameters, parameters } = gateway;
  const values = new Map(
    parameters.filter(({ header }) => !header).map((parameter) => [parameter.key, sentAs(parameter)] as const),
  );
  values.set('text', text).set('recipients', recipients.join(','));
  const headers = Object.fromEntries(parameters.filter(({ header }) => header).map(headerOf));
  const url = fillIn(urlTemplate, values, inUrl);
  if (!useGet && !sendUrlParameters) {
    const body = fillIn(configurationTemplate, values, ESCAPES[contentType]);
    return { url, method: 'POST', headers: { 'Content-Type': MEDIA_TYPES[contentType], ...headers }, body };
  }
  const query = fillIn(configurationTemplate, values, inUrl);
  const separator = url.includes('?') ? '&' : '?';
  return { url: query === '' ? url : url + separator + query, method: useGet ? 'GET' : 'POST', headers };
}

const sentAs = ({ value, encode }: GatewayParameter): string => (encode ? base64(value) : value);

/** A header. Credentials without a scheme are those of Basic, as in the peer. */
function headerOf(parameter: GatewayParameter): readonly [string, string] {
  const value = sentAs(parameter);
  const bare = parameter.key.toLowerCase() === 'authorization' && !value.includes(' ');
  return [parameter.key, bare ? `Basic ${value}` : value];
}

function bulkSmsRequest(
  { urlTemplate, username, password }: BulkSmsGateway,
  { text, recipients }: Sms,
): GatewayRequest {
  return jsonRequest(urlTemplate, `Basic ${base64(`${username}:${password}`)}`, {
    to: recipients.map((address) => ({ type: 'INTERNATIONAL', address })),
    body: text,
    encoding: 'UNICODE',
  });
}

function clickatellRequest({ urlTemplate, authToken }: ClickatellGateway, { text, recipients }: Sms): GatewayRequest {
  return jsonRequest(urlTemplate, authToken, { content: text, to: recipients });
}

const jsonRequest = (url: string, authorization: string, body: unknown): GatewayRequest => ({
  url,
  method: 'POST',
  headers: { 'Content-Type': MEDIA_TYPES.APPLICATION_JSON, Accept: 'application/json', Authorization: authorization },
  body: JSON.stringify(body),
});
