import { typeNamed } from '../../model/registry.js';
import type { BundleObject } from '../bundle.js';
import { elementsOf } from '../references.js';
import { errorReport } from '../report.js';
import type { TypeHook } from './hook.js';

/** Nobody hands out more than they have: the authorities of a role have to be the user's own. */
export const userRoleHook: TypeHook = {
  async check(objects: readonly BundleObject[], { access }) {
    const { user } = access;
    if (user.isSuper) return;
    for (const object of objects) {
      const authorities = elementsOf(object.source.authorities).map(String);
      if (authorities.every((authority) => user.authorities.has(authority))) continue;
      const args = [user.username, object.uid];
      object.errors.push(
        errorReport(typeNamed('userRole'), 'E3003', args, { property: 'authorities', id: object.uid }),
      );
    }
  },
};
