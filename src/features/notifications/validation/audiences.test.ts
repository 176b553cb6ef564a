import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Group } from '../receivers.js';
import { audiencesOf, type Circle, readersOf, type Told } from './audiences.js';

const UNITS = ['/N', '/N/A', '/N/A/1', '/N/A/2', '/N/B', '/N/B/3'];
const USERS = ['ana', 'bo', 'cy', 'di'];

const group = fc
  .array(fc.record({ user: fc.constantFrom(...USERS), units: fc.subarray(UNITS) }), { maxLength: 4 })
  .map((members): Group => {
    const at = new Map<string, string[]>();
    const users = [...new Set(members.map(({ user }) => user))].toSorted();
    for (const { user, units } of members)
      for (const unit of units) {
        const name = unit.split('/').at(-1) ?? '';
        at.set(name, [...new Set([...(at.get(name) ?? []), user])]);
      }
    return { users, at };
  });
const circle = fc.record({
  reach: fc.constantFrom('everyone' as const, 'hierarchy' as const),
  groups: fc.array(group, { maxLength: 2 }),
});
const told = fc.array(fc.record({ templateId: fc.integer({ min: 1, max: 3 }), path: fc.constantFrom(...UNITS) }));

it('tells every user of just the findings that are for them, in one message', () => {
  fc.assert(
    fc.property(fc.tuple(circle, circle, circle), told, (circles, findings) => {
      const byTemplate = new Map<number, Circle>(circles.map((each, index) => [index + 1, each]));
      const audiences = audiencesOf(findings, byTemplate);
      for (const user of USERS) {
        const expected = findings.flatMap((finding, index) => (isFor(user, finding, byTemplate) ? [index] : []));
        const messages = audiences.filter(({ users }) => users.includes(user));
        expect(messages.map((message) => message.findings)).toEqual(expected.length === 0 ? [] : [expected]);
      }
      const contents = audiences.map(({ findings: indexes }) => indexes.join());
      expect(new Set(contents).size).toBe(contents.length);
      for (const { users } of audiences) expect(new Set(users).size).toBe(users.length);
    }),
  );
});

const isFor = (user: string, { templateId, path }: Told, circles: ReadonlyMap<number, Circle>): boolean => {
  const found = circles.get(templateId);
  return found !== undefined && readersOf(found, path).includes(user);
};

it('puts a district and its nation, where all findings are, into one audience', () => {
  const members: Group = {
    users: ['district', 'nation'],
    at: new Map([
      ['A', ['district']],
      ['N', ['nation']],
    ]),
  };
  const circles = new Map([[1, { reach: 'hierarchy' as const, groups: [members] }]]);
  expect(
    audiencesOf(
      [
        { templateId: 1, path: '/N/A/1' },
        { templateId: 1, path: '/N/A' },
      ],
      circles,
    ),
  ).toEqual([{ users: ['district', 'nation'], findings: [0, 1] }]);
});
