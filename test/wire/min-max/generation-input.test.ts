import { beforeAll, describe, expect, it } from 'vitest';
import { type Corner, makeCorner } from '../../support/min-max.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);
const PATH = '/api/minMaxValues';
let corner: Corner;

beforeAll(async () => {
  corner = await makeCorner(server.db);
});

describe('bad input', () => {
  const post = (body: unknown) => server.request(PATH, { method: 'POST', body });
  const NOTHING = 'a1234567890';

  it.each<[() => unknown, number, string | undefined, string]>([
    [() => ({ organisationUnit: corner.units[0].uid }), 409, undefined, ' No datasets defined'],
    [() => ({ organisationUnit: corner.units[0].uid, dataSets: [] }), 409, undefined, ' No datasets defined'],
    [() => ({ dataSets: [corner.dataSet.uid] }), 409, undefined, ' No valid organisation unit'],
    [
      () => ({ organisationUnit: NOTHING, dataSets: [corner.dataSet.uid] }),
      409,
      undefined,
      ' No valid organisation unit',
    ],
    [
      () => ({ organisationUnit: '\u0000', dataSets: [corner.dataSet.uid] }),
      409,
      undefined,
      ' No valid organisation unit',
    ],
    [
      () => ({ organisationUnit: corner.units[0].uid, dataSets: [corner.dataSet.uid, NOTHING] }),
      409,
      'E1105',
      `Data set not found or not accessible: \`${NOTHING}\``,
    ],
    [
      () => ({ organisationUnit: corner.units[0].uid, dataSets: ['\u0000'] }),
      409,
      'E1105',
      'Data set not found or not accessible: `\u0000`',
    ],
    [
      () => ({ organisationUnit: 5, dataSets: [corner.dataSet.uid] }),
      400,
      undefined,
      'Property organisationUnit has an element without an id.',
    ],
    [
      () => ({ organisationUnit: corner.units[0].uid, dataSets: 5 }),
      400,
      undefined,
      'Property dataSets has to be a list of objects with ids.',
    ],
    [() => undefined, 400, undefined, 'JSON parse error: an object is needed as the body.'],
  ])('is told by generation', async (body, status, code, message) => {
    const answer = await post(body());
    expect([answer.status, answer.json.errorCode, answer.json.message]).toEqual([status, code, message]);
  });

  it('is told by removal', async () => {
    const unit = corner.units[0].uid;
    const answers = await Promise.all(
      [
        `${unit}`,
        `${unit}?ds=`,
        `${NOTHING}?ds=${corner.dataSet.uid}`,
        `%00?ds=${corner.dataSet.uid}`,
        `${unit}?ds=${corner.dataSet.uid},${NOTHING}`,
      ].map(async (rest) => {
        const { status, json } = await server.request(`${PATH}/${rest}`, { method: 'DELETE' });
        return [status, json.message];
      }),
    );
    expect(answers).toEqual([
      [400, "Required request parameter 'ds' is not present"],
      [409, ' No datasets defined'],
      [409, ' No valid organisation unit'],
      [409, ' No valid organisation unit'],
      [409, `Data set not found or not accessible: \`${NOTHING}\``],
    ]);
  });

  it('is no input of those who may not', async () => {
    const { login } = await users.make(['F_MINMAX_DATAELEMENT_ADD']);
    for (const [method, path] of [
      ['POST', PATH],
      ['POST', '/api/minMaxDataElements/generate'],
      ['DELETE', `${PATH}/${corner.units[0].uid}`],
    ] as const) {
      const { status, json } = await server.request(path, { method, user: login, body: {} });
      expect([status, json.message]).toEqual([
        403,
        'Access is denied, requires one Authority from [F_GENERATE_MIN_MAX_VALUES]',
      ]);
    }
  });
});
