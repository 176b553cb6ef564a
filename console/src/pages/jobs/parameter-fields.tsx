import { useQuery } from '@tanstack/react-query';
import { type Address, get } from '../../api/client';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { CheckField, CheckList, type Choice, SelectField, TextField } from '../../parts/fields';
import { formatConstant } from '../../parts/format';
import type { ParameterSchema } from './use-jobs';

export type ParameterValues = Readonly<Record<string, unknown>>;

interface ParameterFieldsProps {
  readonly schemas: readonly ParameterSchema[];
  readonly values: ParameterValues;
  readonly onChange: (values: ParameterValues) => void;
  readonly problems: Readonly<Record<string, string>>;
}

/** A form made of the parameters of a type of job. */
export const ParameterFields = ({ schemas, values, onChange, problems }: ParameterFieldsProps) => (
  <>
    {schemas.map((schema) => (
      <ParameterField
        key={schema.name}
        schema={schema}
        value={values[schema.name] ?? schema.defaultValue}
        onChange={(value) => onChange({ ...values, [schema.name]: value })}
        problem={problems[schema.name]}
      />
    ))}
  </>
);

interface ParameterFieldProps {
  readonly schema: ParameterSchema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly problem: string | undefined;
}

function ParameterField({ schema, value, onChange, problem }: ParameterFieldProps) {
  const { klass, fieldName: label, collection, required, constants, relativeApiEndpoint } = schema;
  const field = { label, problem, ...(required && { required }) };
  if (klass === 'java.lang.Boolean')
    return <CheckField label={label} problem={problem} checked={value === true} onChange={onChange} />;
  if (constants || relativeApiEndpoint !== undefined) {
    const fixed = constants?.map((constant) => ({ value: constant, label: formatConstant(constant) }));
    return (
      <Choices fixed={fixed} endpoint={relativeApiEndpoint}>
        {(choices) =>
          collection ? (
            <CheckList {...field} value={listOf(value)} onChange={onChange} choices={choices} />
          ) : (
            <SelectField
              {...field}
              value={typeof value === 'string' ? value : ''}
              onChange={(chosen) => onChange(chosen === '' ? undefined : chosen)}
              none={i18n.t('None')}
              choices={choices}
            />
          )
        }
      </Choices>
    );
  }
  const isNumber = klass === 'java.lang.Integer' || klass === 'java.lang.Long';
  return (
    <TextField
      {...field}
      type={isNumber ? 'number' : 'text'}
      value={value === undefined || value === null ? '' : String(value)}
      onChange={(text) => onChange(text === '' ? undefined : isNumber ? Number(text) : text)}
    />
  );
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

interface ChoicesProps {
  readonly fixed: readonly Choice[] | undefined;
  readonly endpoint: string | undefined;
  readonly children: (choices: readonly Choice[]) => React.ReactNode;
}

/** The choices of a parameter: those that its type has, else what its endpoint lists. */
function Choices({ fixed, endpoint, children }: ChoicesProps) {
  const found = useQuery({
    queryKey: ['choices', endpoint],
    queryFn: async ({ signal }) =>
      choicesOf(await get<unknown>(`${endpoint?.slice(1)}?paging=false&fields=id,displayName` as Address, { signal })),
    enabled: fixed === undefined && endpoint !== undefined,
    staleTime: 60_000,
  });
  if (fixed) return children(fixed);
  return (
    <DataState query={found} empty={i18n.t('There is nothing to choose from for {{endpoint}}.', { endpoint })}>
      {(choices) => children(choices)}
    </DataState>
  );
}

/** A list of names, or of objects, or an object that has one under whatever key. */
function choicesOf(answer: unknown): readonly Choice[] {
  const list = Array.isArray(answer) ? answer : Object.values(answer ?? {}).find((member) => Array.isArray(member));
  return ((list ?? []) as readonly (string | Readonly<Record<string, string>>)[]).map((entry) => {
    if (typeof entry === 'string') return { value: entry, label: formatConstant(entry) };
    const value = entry.id ?? entry.name ?? '';
    return { value, label: entry.displayName ?? entry.label ?? entry.name ?? value };
  });
}
