/** A parameter of a job as users set it (contract: job-types.md §2). */
export interface JobParameter {
  readonly name: string;
  readonly form: 'Integer' | 'Long' | 'Boolean' | 'String' | 'List' | 'Set' | 'Enum';
  /** Java class of an enumeration, or of the elements of a list. */
  readonly klass?: string;
  readonly constants?: readonly string[];
  readonly fallback?: unknown;
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Where the choices come from. */
  readonly endpoint?: string;
  /** The value, or each element, has to be a well-formed uid. */
  readonly uids?: boolean;
  /** An empty list is refused, with this code. */
  readonly filled?: 'E4000' | 'E4014';
}

/** What clients are told of a type of job that users may schedule. What it does is registered with the runner. */
export interface JobTypeDescription {
  readonly type: string;
  /** Name of the seed's time, still read by old clients. */
  readonly key: string;
  readonly scheduling: 'CRON' | 'FIXED_DELAY';
  readonly parameters: readonly JobParameter[];
  /** In which its expressions are meant; the server's unless given. */
  readonly zone?: string;
  /** One of these is needed to make or change such a job, besides what every job needs. */
  readonly authorities?: readonly string[];
}

/** `ANALYTICS_TABLE` → `Analytics table` */
export const nameOfType = (type: string): string => {
  const words = type.toLowerCase().replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};
