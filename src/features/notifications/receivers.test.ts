import { describe, expect, it } from 'vitest';
import { type Group, NOBODY, type Reach, reachOf, receiversOf } from './receivers.js';

const group: Group = {
  users: ['facility', 'district', 'nation', 'nowhere'],
  at: new Map([
    ['NATION', ['nation', 'both']],
    ['DISTRICT', ['district', 'both']],
    ['FACILITY', ['facility']],
    ['NEIGHBOUR', ['neighbour']],
  ]),
};

describe('who of a group is told', () => {
  it.each<[Reach, string, readonly string[]]>([
    ['everyone', '/NATION/DISTRICT/FACILITY', ['facility', 'district', 'nation', 'nowhere']],
    ['hierarchy', '/NATION/DISTRICT/FACILITY', ['both', 'district', 'facility', 'nation']],
    ['hierarchy', '/NATION', ['both', 'nation']],
    ['hierarchy', '/OTHER/PLACE', []],
    ['parent', '/NATION/DISTRICT/FACILITY', ['both', 'district']],
    ['parent', '/NATION', []],
  ])('%s of %s', (reach, path, users) => {
    expect(receiversOf(group, path, reach)).toEqual(users);
  });

  it('is nobody of no group', () => {
    expect(receiversOf(NOBODY, '/NATION', 'hierarchy')).toEqual([]);
  });

  it.each([
    [true, true, 'hierarchy'],
    [true, null, 'hierarchy'],
    [false, true, 'parent'],
    [null, null, 'everyone'],
  ] as const)('reaches by the flags %s and %s: %s', (hierarchy, parent, reach) => {
    expect(reachOf(hierarchy, parent)).toBe(reach);
  });
});
