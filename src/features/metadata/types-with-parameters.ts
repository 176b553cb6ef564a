import type { MetadataType } from '../../metadata/index.js';
import { trackedEntityAttributeParameters } from './indexable-attributes.js';
import { organisationUnitParameters } from './organisation-unit-parameters.js';
import type { TypeParameters } from './type-parameters.js';
import { userParameters } from './user-parameters.js';

const BY_TYPE: Readonly<Record<string, TypeParameters>> = {
  organisationUnit: organisationUnitParameters,
  trackedEntityAttribute: trackedEntityAttributeParameters,
  user: userParameters,
};

export const typeParameters = (type: MetadataType): TypeParameters | undefined => BY_TYPE[type.name];
