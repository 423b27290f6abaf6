import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useValue } from '../design/value-store.ts';
import { AccountMenu } from '../identity/account-menu.tsx';
import type { SessionUser } from '../identity/session-service.ts';
import { ConnectionState } from '../live/connection-state.tsx';
import { announcements } from './announcements.ts';
import { useKeptFocus } from './kept-focus.ts';
import type { NavigationEntry } from './navigation.ts';
import { navigationOf, onlyRoleAt, START_OF } from './navigation.ts';
import { OtherRoleView } from './other-role-view.tsx';
import classes from './shell.module.css';

/** What is around every view: where one can go, who is logged in, whether values are live. */
export function Shell({ user, inert }: { readonly user: SessionUser; readonly inert: boolean }): ReactNode {
  const groups = navigationOf(user.role);
  const router = useRouter();
  const shell = useRef<HTMLDivElement>(null);
  const main = useRef<HTMLElement>(null);
  useKeptFocus(shell);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    main.current?.scrollTo({ top: 0 });
  }, [path]);
  useEffect(() => {
    const waiting = setTimeout(() => {
      for (const { to } of navigationOf(user.role).flatMap(({ entries }) => entries)) void router.preloadRoute({ to });
    }, PRELOAD_AFTER_MS);
    return () => {
      clearTimeout(waiting);
    };
  }, [router, user.role]);
  return (
    <div ref={shell} className={classes['shell']} inert={inert}>
      <a
        className={classes['skip']}
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to content
      </a>
      <header className={classes['bar']}>
        <Link to={START_OF[user.role]} className={classes['brand']} aria-label="Bourse, start">
          <Mark />
          <span>Bourse</span>
        </Link>
        <ConnectionState />
        <AccountMenu user={user} />
      </header>
      <nav className={classes['nav']} aria-label="Main">
        {groups.map(({ label, entries }) => (
          <div key={label} className={classes['group']}>
            <p className={classes['heading']} id={`nav-${label}`}>
              {label}
            </p>
            <ul aria-labelledby={`nav-${label}`}>
              {entries.map((entry) => (
                <li key={entry.to}>
                  <Entry entry={entry} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <main ref={main} id="main" className={classes['main']} tabIndex={-1}>
        <ViewOf role={user.role} />
      </main>
      <Announcer />
    </div>
  );
}

/** The first view has everything to itself for so long; then the others are fetched, so that they are there at once, and without Bourse. */
const PRELOAD_AFTER_MS = 4_000;

/** The view that was gone to, where it is for this role; an operator, who has no account to see at the start, is led to the operations. */
function ViewOf({ role }: { readonly role: SessionUser['role'] }): ReactNode {
  // Not the address, which is that of the next view while its code is on its way and this one is still there.
  const path = useRouterState({ select: ({ matches }) => matches.at(-1)?.pathname ?? '/' });
  const only = onlyRoleAt(path);
  if (only === null || only === role) return <Outlet />;
  return path === '/' ? <ToStart role={role} /> : <OtherRoleView role={role} only={only} />;
}

/** Leads to where this role begins; once, so that whoever chooses another view before that one has come gets the one that was chosen. */
function ToStart({ role }: { readonly role: SessionUser['role'] }): ReactNode {
  const router = useRouter();
  useEffect(() => {
    void router.navigate({ to: START_OF[role], replace: true });
  }, [router, role]);
  return null;
}

function Entry({ entry: { to, label, icon } }: { readonly entry: NavigationEntry }): ReactNode {
  return (
    <Link to={to} className={classes['entry']} activeProps={CURRENT} activeOptions={{ exact: to === '/' }}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={icon} />
      </svg>
      {label}
    </Link>
  );
}

const CURRENT = { 'data-current': 'true' };

function Mark(): ReactNode {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={classes['mark']}>
      <path d="M9 6v20M9 11h5v10H9M20 4v24M18 9h5v11h-5z" />
    </svg>
  );
}

/** What has happened, for those who hear the page. */
function Announcer(): ReactNode {
  const { text, count } = useValue(announcements);
  return (
    <div className={classes['announcer']} aria-live="polite" role="status">
      <span key={count}>{text}</span>
    </div>
  );
}
