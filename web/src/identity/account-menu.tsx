import { Button, Popover, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { session } from '../app/bourse.ts';
import classes from './identity.module.css';
import type { SessionUser } from './session-service.ts';

/** Who is logged in, light or dark, and the way out. */
export function AccountMenu({ user: { username, role } }: { readonly user: SessionUser }): ReactNode {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <Popover position="bottom-end" shadow="md" trapFocus withinPortal={false} transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="default" size="compact-sm">
          {username}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Your log-in">
        <div className={classes['menu']}>
          <p>
            Logged in as <strong>{username}</strong>, {role}
          </p>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              setColorScheme(scheme === 'dark' ? 'light' : 'dark');
            }}
          >
            {scheme === 'dark' ? 'Light theme' : 'Dark theme'}
          </Button>
          <Link to="/security">Password and log-ins</Link>
          <a href="/docs" target="_blank" rel="noreferrer">
            API reference
          </a>
          <Button size="xs" variant="default" onClick={() => void session.logOut()}>
            Log out
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
