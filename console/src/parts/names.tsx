import { i18n } from '../i18n';
import styles from './names.module.css';

interface NamesProps {
  readonly names: readonly string[];
  /** What to say when there are none. */
  readonly none?: string;
}

const SHOWN = 20;

/** Names below each other; those of a long list that are left over are opened when somebody wants them. */
export function Names({ names, none = i18n.t('none') }: NamesProps) {
  if (names.length === 0) return <span>{none}</span>;
  const sorted = [...names].sort((a, b) => a.localeCompare(b));
  const [first, rest] = [sorted.slice(0, SHOWN), sorted.slice(SHOWN)];
  return (
    <>
      <List names={first} />
      {rest.length > 0 && (
        <details>
          <summary>{i18n.t('and {{more}} more', { more: rest.length })}</summary>
          <List names={rest} />
        </details>
      )}
    </>
  );
}

const List = ({ names }: { readonly names: readonly string[] }) => (
  <ul className={styles.names}>
    {names.map((name) => (
      <li key={name}>{name}</li>
    ))}
  </ul>
);
