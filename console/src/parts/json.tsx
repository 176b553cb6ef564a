import styles from './json.module.css';

/** A document as it is, for those who want to know. */
export const Json = ({ value, label }: { readonly value: unknown; readonly label: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
  <section className={styles.json} aria-label={label} tabIndex={0}>
    <pre>{JSON.stringify(value, undefined, 2)}</pre>
  </section>
);
