import { NavLink } from 'react-router';
import styles from './views-nav.module.css';

interface ViewsNavProps {
  /** What the views are about, for screen readers. */
  readonly label: string;
  readonly views: readonly { readonly to: string; readonly title: string }[];
}

/** The views of a page that stand beside each other. */
export const ViewsNav = ({ label, views }: ViewsNavProps) => (
  <nav aria-label={label}>
    <ul className={styles.views}>
      {views.map(({ to, title }) => (
        <li key={to}>
          <NavLink to={to} end className={({ isActive }) => (isActive ? styles.active : styles.link) ?? ''}>
            {title}
          </NavLink>
        </li>
      ))}
    </ul>
  </nav>
);
