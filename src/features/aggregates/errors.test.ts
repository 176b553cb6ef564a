import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { forbidden, OrderlyError, unauthorized } from '../../kernel/errors/index.js';
import { answerError, invalid } from './errors.js';

const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
const failed = 'A server error occurred. Check the logs for more details.';
const off = 'Design Center APIs are not enabled';

// The table of the contract (aggregates.md §2.1), and what other parts of the server may throw.
it.each([
  ['a database that is gone', gone, 503, off, { 'retry-after': '5' }],
  ['one that shuts down', Object.assign(new Error('terminating'), { code: '57P01' }), 503, off, { 'retry-after': '5' }],
  ['a defect', new TypeError('x is undefined'), 500, failed, {}],
  ['a statement that fails', Object.assign(new Error('no such table'), { code: '42P01' }), 500, failed, {}],
  ['rows in the way', Object.assign(new Error('duplicate key'), { code: '23505' }), 500, failed, {}],
  ['nobody', unauthorized('Account locked'), 401, 'Unauthorized', { 'www-authenticate': 'Bearer' }],
  ['somebody who may not', forbidden('no'), 401, 'Unauthorized', { 'www-authenticate': 'Bearer' }],
  [
    'a token that is none',
    new OrderlyError(400, 'Api token is malformed', { headers: { 'WWW-Authenticate': 'ApiToken' } }),
    401,
    'Unauthorized',
    { 'www-authenticate': 'Bearer' },
  ],
  ['a bad request', invalid('limit must be given once'), 400, 'Invalid request: limit must be given once', {}],
  ['another refusal', new OrderlyError(415, 'Not this.'), 400, 'Invalid request: Not this', {}],
])('answers %s in the envelope', async (_what, error, code, message, headers) => {
  const app = fastify();
  app.setErrorHandler(answerError);
  app.get('/', () => Promise.reject(error));
  const answer = await app.inject('/');
  expect(answer.statusCode).toBe(code);
  expect(answer.json()).toEqual({
    status: { code, message },
    responseCreated: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    response: null,
  });
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', ...headers });
});
