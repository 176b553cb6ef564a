import { useEffect, useRef, useState } from 'react';
import { Link, NavLink, Outlet, useLocation, useNavigation } from 'react-router';
import { connection } from '../api/connection';
import { useServerInfo } from '../api/server';
import { hasAuthority, logOut, useUser } from '../api/session';
import { useStore } from '../api/store';
import { i18n } from '../i18n';
import { PAGES } from '../pages';
import { SECTIONS, type Section } from '../pages/page';
import styles from './shell.module.css';

const SECTION_TITLES: Readonly<Record<Section, () => string>> = {
  overview: () => '',
  operate: () => i18n.t('Operate'),
  data: () => i18n.t('Data'),
  extend: () => i18n.t('Extend'),
  administer: () => i18n.t('Administer'),
};

/** What stands around every page: header, navigation, and what concerns all of them. */
export function Shell() {
  const user = useUser();
  const { data: info } = useServerInfo();
  const isLost = useStore(connection.isLost);
  const { pathname } = useLocation();
  const { state } = useNavigation();
  const [isOpen, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  // Whoever hears the page instead of seeing it is told of a new one by its heading, and a small screen shows it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the address changes
  useEffect(() => {
    setOpen(false);
    if (first.current) first.current = false;
    else {
      window.scrollTo(0, 0);
      main.current?.focus();
    }
  }, [pathname]);

  return (
    <div className={styles.shell}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {i18n.t('Skip to content')}
      </button>
      <header className={styles.header}>
        <button
          type="button"
          className={styles.menu}
          aria-expanded={isOpen}
          aria-controls="navigation"
          onClick={() => setOpen(!isOpen)}
        >
          {i18n.t('Menu')}
        </button>
        <span className={styles.product}>Orderly</span>
        <span className={styles.system}>
          {info?.systemName}
          {info?.besideDhis2 !== undefined && (
            <span
              className={styles.beside}
              title={i18n.t('Users, metadata and settings are changed in DHIS2; Orderly leaves them to it.')}
            >
              {i18n.t('beside DHIS2 {{version}}', { version: info.besideDhis2 })}
            </span>
          )}
        </span>
        <Link to="/account" className={styles.user} title={user.username}>
          {user.name}
        </Link>
        <button type="button" className={styles.out} onClick={() => void logOut()}>
          {i18n.t('Log out')}
        </button>
      </header>
      <nav id="navigation" className={isOpen ? styles.openNavigation : styles.navigation} aria-label={i18n.t('Pages')}>
        {SECTIONS.map((section) => {
          const pages = PAGES.filter(
            (page) => page.section === section && hasAuthority(user, ...(page.authorities ?? [])),
          );
          if (pages.length === 0) return null;
          return (
            <div key={section} className={styles.section}>
              {section !== 'overview' && <h2 className={styles.heading}>{SECTION_TITLES[section]()}</h2>}
              <ul>
                {pages.map(({ path, title }) => (
                  <li key={path}>
                    <NavLink
                      to={`/${path}`}
                      end={path === ''}
                      className={({ isActive }) => (isActive ? styles.active : styles.link) ?? ''}
                    >
                      {title()}
                    </NavLink>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <main id="main" ref={main} tabIndex={-1} className={styles.main} aria-busy={state === 'loading'}>
        {isLost && (
          <div role="status" className={styles.lost}>
            {i18n.t(
              'The connection to the server is lost. It is tried again every few seconds; what you see may be old.',
            )}
          </div>
        )}
        <Outlet />
      </main>
    </div>
  );
}
