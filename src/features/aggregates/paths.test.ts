import { describe, expect, it } from 'vitest';
import { isOrganizationId, routedPath } from './paths.js';

describe('paths of the AtScale API', () => {
  it.each([
    ['/aggregates/maintenance/orgId/default', '/aggregates/maintenance/orgId/default'],
    ['/api/1.0/aggregates/maintenance/orgId/default', '/aggregates/maintenance/orgId/default'],
    ['/api/1.0/aggregates', '/aggregates'],
    ['/api/1.0/org/a.json', '/org/a.json'],
    ['/aggregate-batch/', '/aggregate-batch/'],
    ['/default/auth', '/org/default/auth'],
    ['/north.east/auth/', '/org/north.east/auth'],
  ])('takes %s', (path, routed) => {
    expect(routedPath(path)).toBe(routed);
  });

  it.each([
    '/',
    '/api/aggregates/orgId/default',
    '/api/33/aggregates',
    '/api/1.0/system/info',
    '/api/1.0',
    '/api/auth',
    '/api/auth/login',
    '/API/auth',
    '/dhis-web-login/auth',
    '/aggregatesX',
    '/organisationUnits',
    '/default/auth/more',
    '//auth',
  ])('leaves %s to others', (path) => {
    expect(routedPath(path)).toBeUndefined();
  });

  it.each(['default', 'a', 'North_East-1.2', 'x'.repeat(63)])('lets an organization be called %s', (id) => {
    expect(isOrganizationId(id)).toBe(true);
  });

  it.each(['', '.', '-a', 'a b', 'a/b', 'é', 'x'.repeat(64)])('lets no organization be called %j', (id) => {
    expect(isOrganizationId(id)).toBe(false);
  });
});
