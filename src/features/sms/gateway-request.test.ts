// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of gateways are written like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GatewayParameter, HttpGateway } from './gateway.js';
import { gatewayRequest } from './gateway-request.js';

const parameter = (key: string, value: string, more: Partial<GatewayParameter> = {}): GatewayParameter => ({
  key,
  value,
  header: false,
  encode: false,
  confidential: false,
  ...more,
});
const gateway = (more: Partial<HttpGateway> = {}): HttpGateway => ({
  type: 'http',
  urlTemplate: 'https://sms.example.org/send',
  configurationTemplate: 'to=${recipients}&text=${text}',
  contentType: 'FORM_URL_ENCODED',
  useGet: false,
  sendUrlParameters: false,
  parameters: [],
  ...more,
});
const sms = { text: 'Grüße & 1+1 = 2?', recipients: ['4712345678', '4787654321'] };

describe('the generic gateway', () => {
  it('sends a form in which every character comes through', () => {
    expect(gatewayRequest(gateway(), sms)).toEqual({
      url: 'https://sms.example.org/send',
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: 'to=4712345678%2C4787654321&text=Gr%C3%BC%C3%9Fe%20%26%201%2B1%20%3D%202%3F',
    });
  });

  it('sends JSON in which quotes and line breaks are written as JSON does', () => {
    const configurationTemplate = '{"to": "${recipients}", "body": "${text}", "from": "${sender}"}';
    const parameters = [parameter('sender', 'Ward "1"')];
    const { body, headers } = gatewayRequest(
      gateway({ contentType: 'APPLICATION_JSON', configurationTemplate, parameters }),
      { ...sms, text: 'a "quoted"\nline \\ + ü' },
    );
    expect(headers).toEqual({ 'Content-Type': 'application/json;charset=UTF-8' });
    expect(JSON.parse(body ?? '')).toEqual({
      to: '4712345678,4787654321',
      body: 'a "quoted"\nline \\ + ü',
      from: 'Ward "1"',
    });
  });

  it('sends XML in which markup is text', () => {
    const configurationTemplate = '<sms to="${recipients}"><text>${text}</text></sms>';
    const { body } = gatewayRequest(gateway({ contentType: 'APPLICATION_XML', configurationTemplate }), {
      recipients: ['47'],
      text: `<b>"Tom & Jerry's"</b>`,
    });
    expect(body).toBe('<sms to="47"><text>&lt;b&gt;&quot;Tom &amp; Jerry&apos;s&quot;&lt;/b&gt;</text></sms>');
  });

  it('sends plain text as it is', () => {
    const { body } = gatewayRequest(gateway({ contentType: 'TEXT_PLAIN', configurationTemplate: '${text}' }), sms);
    expect(body).toBe(sms.text);
  });

  it.each([
    ['GET', { useGet: true }],
    ['POST', { sendUrlParameters: true }],
  ] as const)('sends everything in the query by %s when asked to', (method, more) => {
    const configurationTemplate = 'to=${recipients}&text=${text}&key=${key}';
    const parameters = [parameter('key', 'a+b')];
    expect(
      gatewayRequest(gateway({ ...more, configurationTemplate, parameters }), { ...sms, recipients: ['47'] }),
    ).toEqual({
      url: 'https://sms.example.org/send?to=47&text=Gr%C3%BC%C3%9Fe%20%26%201%2B1%20%3D%202%3F&key=a%2Bb',
      method,
      headers: {},
    });
  });

  it('fills in the address, and adds to the query that it has', () => {
    const urlTemplate = 'https://sms.example.org/${account}/send?version=2';
    const parameters = [parameter('account', 'north/1')];
    const more = { useGet: true, urlTemplate, parameters, configurationTemplate: 'to=${recipients}' };
    expect(gatewayRequest(gateway(more), { text: 'T', recipients: ['47'] }).url).toBe(
      'https://sms.example.org/north%2F1/send?version=2&to=47',
    );
  });

  it('sends parameters as headers, in Base64 where asked to', () => {
    const parameters = [
      parameter('Authorization', 'user:päss', { header: true, encode: true, confidential: true }),
      parameter('X-Sender', 'Ward 1', { header: true }),
    ];
    expect(gatewayRequest(gateway({ parameters }), sms).headers).toEqual({
      'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8',
      Authorization: `Basic ${Buffer.from('user:päss').toString('base64')}`,
      'X-Sender': 'Ward 1',
    });
  });

  it('leaves credentials of other schemes alone', () => {
    const parameters = [parameter('authorization', 'Bearer abc', { header: true })];
    expect(gatewayRequest(gateway({ parameters }), sms).headers.authorization).toBe('Bearer abc');
  });

  it('takes nothing that people write for a placeholder', () => {
    const parameters = [parameter('password', 'secret')];
    const { body } = gatewayRequest(
      gateway({ contentType: 'TEXT_PLAIN', configurationTemplate: '${text}', parameters }),
      {
        recipients: ['47'],
        text: 'The ${password} is $& and ${recipients}',
      },
    );
    expect(body).toBe('The ${password} is $& and ${recipients}');
  });

  it('brings every text through, in every form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const json = gatewayRequest(gateway({ contentType: 'APPLICATION_JSON', configurationTemplate: '"${text}"' }), {
          ...sms,
          text,
        });
        expect(JSON.parse(json.body ?? '')).toBe(text);
        const form = gatewayRequest(gateway({ configurationTemplate: 't=${text}&end=1' }), { ...sms, text });
        expect([...new URLSearchParams(form.body)]).toEqual([
          ['t', text],
          ['end', '1'],
        ]);
        const query = gatewayRequest(gateway({ useGet: true, configurationTemplate: 't=${text}' }), { ...sms, text });
        expect(new URL(query.url).searchParams.get('t')).toBe(text);
      }),
    );
  });

  it('does not fail for half a character', () => {
    expect(gatewayRequest(gateway({ configurationTemplate: '${text}' }), { ...sms, text: 'a\ud83d' }).body).toBe(
      'a%EF%BF%BD',
    );
  });
});

describe('known providers', () => {
  it('get what BulkSMS documents', () => {
    const config = {
      type: 'bulksms',
      urlTemplate: 'https://bulk.example.org',
      username: 'us',
      password: 'pä',
    } as const;
    const { body, ...request } = gatewayRequest(config, sms);
    expect(request).toEqual({
      url: 'https://bulk.example.org',
      method: 'POST',
      headers: {
        'Content-Type': 'application/json;charset=UTF-8',
        Accept: 'application/json',
        Authorization: `Basic ${Buffer.from('us:pä').toString('base64')}`,
      },
    });
    expect(JSON.parse(body ?? '')).toEqual({
      to: [
        { type: 'INTERNATIONAL', address: '4712345678' },
        { type: 'INTERNATIONAL', address: '4787654321' },
      ],
      body: sms.text,
      encoding: 'UNICODE',
    });
  });

  it('get what Clickatell documents', () => {
    const config = {
      type: 'clickatell',
      urlTemplate: 'https://click.example.org',
      username: '',
      authToken: 'tok',
    } as const;
    const { body, headers } = gatewayRequest(config, sms);
    expect(headers.Authorization).toBe('tok');
    expect(JSON.parse(body ?? '')).toEqual({ content: sms.text, to: sms.recipients });
  });
});
