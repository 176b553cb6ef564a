import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { useServerInfo } from '../api/server';
import styles from './page-frame.module.css';

interface PageFrameProps {
  readonly title: string;
  /** One sentence on what the page is for. */
  readonly lead?: ReactNode;
  /** Buttons of the whole page. */
  readonly actions?: ReactNode;
  /** The page above, of a view below one. */
  readonly up?: { readonly to: string; readonly title: string };
  readonly children: ReactNode;
}

/** The frame of every page: heading, title of the window, what the page is for, its actions. */
export function PageFrame({ title, lead, actions, up, children }: PageFrameProps) {
  const { data: info } = useServerInfo();
  const system = info?.systemName ?? 'Orderly';
  useEffect(() => {
    document.title = `${title} · ${system}`;
  }, [title, system]);
  return (
    <div className={styles.frame}>
      {up && (
        <p className={styles.up}>
          <Link to={up.to}>← {up.title}</Link>
        </p>
      )}
      <div className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {lead && <p className={styles.lead}>{lead}</p>}
      {children}
    </div>
  );
}

interface CardProps {
  readonly title?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export const Card = ({ title, actions, children }: CardProps) => (
  <section className={styles.card} {...(title !== undefined && { 'aria-label': title })}>
    {(title !== undefined || actions) && (
      <div className={styles.cardHead}>
        {title !== undefined && <h2 className={styles.cardTitle}>{title}</h2>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    )}
    {children}
  </section>
);

/** Cards beside each other, as many as fit. */
export const Cards = ({ children }: { readonly children: ReactNode }) => <div className={styles.cards}>{children}</div>;

/** Names and values, e.g. of one object. Entries without a value are left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
