import { withoutType } from './describe.js';

interface Operation {
  readonly parameters?: readonly object[];
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

interface Like {
  readonly types: string[];
  readonly operation: Operation;
}

/** Operations of fewer types are told one by one. */
const FEWEST_TYPES = 5;

/**
 * Tells the operations that metadata types have in common once, below `/api/{type}`, instead of sixty times: people read it, and a page shows it, in a fraction of the
 * time. Operations of a type that take other parameters than those of most types stay below its own name.
 */
export function foldTypes(paths: Paths): Paths {
  const folded = commonOperations(paths);
  const result: Record<string, Record<string, unknown>> = {};
  for (const [path, item] of Object.entries(paths)) {
    const general = withoutType(path);
    const type = path.split('/')[2] ?? '';
    for (const [method, operation] of Object.entries(item)) {
      const common = general === path ? undefined : folded.get(`${method} ${general}`);
      if (common?.types.includes(type)) result[general] = { ...result[general], [method]: generalForm(common) };
      else result[path] = { ...result[path], [method]: operation };
    }
  }
  return result as Paths;
}

/** By method and path: the form of an operation that most types have, and these types. */
function commonOperations(paths: Paths): ReadonlyMap<string, Like> {
  const forms = new Map<string, Map<string, Like>>();
  for (const [path, item] of Object.entries(paths)) {
    const general = withoutType(path);
    if (general === path) continue;
    for (const [method, operation] of Object.entries(item)) {
      const key = `${method} ${general}`;
      const alike = forms.get(key) ?? new Map<string, Like>();
      forms.set(key, alike);
      const form = JSON.stringify(operation);
      const like = alike.get(form) ?? { types: [], operation };
      alike.set(form, like);
      like.types.push(path.split('/')[2] ?? '');
    }
  }
  return new Map(
    [...forms].flatMap(([key, alike]) => {
      const [most] = [...alike.values()].toSorted((a, b) => b.types.length - a.types.length);
      return most && most.types.length >= FEWEST_TYPES ? [[key, most] as const] : [];
    }),
  );
}

function generalForm({ operation, types }: Like): Operation {
  const type = {
    name: 'type',
    in: 'path',
    required: true,
    description: 'Plural name of a metadata type.',
    schema: { type: 'string', enum: types.toSorted() },
  };
  return { ...operation, parameters: [type, ...(operation.parameters ?? [])] };
}
