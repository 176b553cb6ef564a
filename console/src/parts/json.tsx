import styles from './json.module.css';

/** A document as it is, for those who want to know. */
export const Json = ({ value }: { readonly value: unknown }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
  <pre className={styles.json} tabIndex={0}>
    {JSON.stringify(value, undefined, 2)}
  </pre>
);
