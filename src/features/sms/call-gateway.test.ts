// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of gateways are written like this
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { testGateway } from '../../../test/support/gateway.js';
import { callGateway } from './call-gateway.js';
import type { Gateway } from './gateway.js';

/** How long it is waited for what happens after an answer. */
const PATIENCE = { timeout: 15_000 };

const provider = testGateway();

const gateway = (urlTemplate: string): Gateway => ({
  uid: 'abcdefghij1',
  name: 'Mobile',
  isDefault: true,
  config: {
    type: 'http',
    urlTemplate,
    configurationTemplate: 'to=${recipients}&text=${text}&password=${password}',
    contentType: 'FORM_URL_ENCODED',
    useGet: false,
    sendUrlParameters: false,
    parameters: [
      { key: 'password', value: 'secret', header: false, encode: false, confidential: true },
      { key: 'Authorization', value: 'c2VjcmV0', header: true, encode: false, confidential: true },
    ],
  },
});
const sms = { text: 'Grüße + more', recipients: ['4712345678'] };

describe('a gateway', () => {
  it('is sent exactly what its template says', async () => {
    expect(await callGateway(gateway(`${provider.url}/send`), sms)).toBeUndefined();
    expect(provider.requests).toHaveLength(1);
    expect(provider.requests[0]).toMatchObject({
      method: 'POST',
      path: '/send',
      body: 'to=4712345678&text=Gr%C3%BC%C3%9Fe%20%2B%20more&password=secret',
      headers: {
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        authorization: 'Basic c2VjcmV0',
      },
    });
  });

  it.each([
    [201, undefined],
    [202, undefined],
    [400, { sentence: 'The SMS gateway Mobile answered 400.', later: false }],
    [401, { sentence: 'The SMS gateway Mobile answered 401.', later: false }],
    [429, { sentence: 'The SMS gateway Mobile answered 429.', later: true }],
    [500, { sentence: 'The SMS gateway Mobile answered 500.', later: true }],
  ])('that answers %i has said what becomes of the SMS', async (status, problem) => {
    provider.answer(status);
    expect(await callGateway(gateway(provider.url), sms)).toEqual(problem);
  });

  it('that sends elsewhere is not followed there with passwords', async () => {
    provider.answer(302);
    expect(await callGateway(gateway(provider.url), sms)).toEqual({
      sentence: 'The SMS gateway Mobile answered 302.',
      later: false,
    });
    expect(provider.requests).toHaveLength(1);
  });

  it('that answers nothing is left', async () => {
    provider.fallSilent();
    expect(await callGateway(gateway(provider.url), sms, { patienceMs: 100 })).toEqual({
      sentence: 'The SMS gateway Mobile did not answer within 0.1 seconds.',
      later: true,
    });
  });

  it('that answers nothing is left at once by a job that is cancelled', async () => {
    provider.fallSilent();
    const controller = new AbortController();
    const call = callGateway(gateway(provider.url), sms, { signal: controller.signal });
    await expect.poll(() => provider.requests.length, PATIENCE).toBe(1);
    controller.abort();
    expect(await call).toMatchObject({ later: true });
  });

  it('that is not there cannot be reached', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const address = closed.address();
    await new Promise<void>((resolve) => closed.close(() => resolve()));
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await callGateway(gateway(`http://127.0.0.1:${port}`), sms)).toEqual({
      sentence: 'The SMS gateway Mobile cannot be reached.',
      later: true,
    });
  });
});
