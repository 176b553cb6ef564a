import type { JobParameter, JobTypeDescription } from './job-types.js';
import { nameOfType } from './job-types.js';

const FLAGS = [
  ...['persisted', 'attribute', 'simple', 'collection', 'sortable', 'ordered', 'owner', 'identifiableObject'],
  ...[
    'nameableObject',
    'embeddedObject',
    'analyticalObject',
    'readable',
    'writable',
    'unique',
    'required',
    'manyToMany',
  ],
  ...['oneToOne', 'manyToOne', 'oneToMany', 'propertyTransformer', 'translatable'],
];
const NO_FLAGS = Object.fromEntries(FLAGS.map((name) => [name, false]));

/** `skipTableTypes` → `Skip table types` */
function fieldName(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function classOf({ form, klass }: JobParameter): string {
  if (form === 'Enum') return klass ?? 'java.lang.Enum';
  return form === 'List' || form === 'Set' ? `java.util.${form}` : `java.lang.${form}`;
}

/** A parameter as clients make a form of it (contract: scheduling.md §4). */
export function parameterDescriptor(parameter: JobParameter): Readonly<Record<string, unknown>> {
  const { name, form, klass, constants, fallback, endpoint, required = false } = parameter;
  const collection = form === 'List' || form === 'Set';
  return {
    ...NO_FLAGS,
    klass: classOf(parameter),
    ...(collection && { itemKlass: klass, collectionName: name }),
    name,
    fieldName: fieldName(name),
    collection,
    required,
    ...(fallback !== undefined && { defaultValue: fallback }),
    ...(constants && { constants }),
    ...(endpoint !== undefined && { relativeApiEndpoint: endpoint }),
    gistPreferences: { included: 'AUTO', transformation: 'AUTO' },
  };
}

export const typeDescriptor = ({ type, key, scheduling, parameters }: JobTypeDescription) => ({
  name: nameOfType(type),
  jobType: type,
  key,
  schedulingType: scheduling,
  jobParameters: parameters.map(parameterDescriptor),
});
