import { Button, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { session } from '../app/bourse.ts';
import { forgetEverything } from '../app/forget-everything.ts';
import type { SessionUser } from './session-service.ts';

/** Who is logged in, light or dark, and the way out. */
export function AccountMenu({ user }: { readonly user: SessionUser }): ReactNode {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    await session.logOut();
    forgetEverything();
    await navigate({ to: '/log-in' });
  };
  return (
    <Menu position="bottom-end" shadow="md" width={220} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button variant="default" size="compact-sm">
          {user.username}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.username} · {user.role}
        </Menu.Label>
        <Menu.Item
          onClick={() => {
            setColorScheme(scheme === 'dark' ? 'light' : 'dark');
          }}
        >
          {scheme === 'dark' ? 'Light theme' : 'Dark theme'}
        </Menu.Item>
        <Menu.Item component="a" href="/docs" target="_blank" rel="noreferrer">
          API reference
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()}>Log out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
