import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Panel } from '../design/panel.tsx';
import { Empty } from '../design/states.tsx';
import { View } from '../design/view.tsx';
import type { SessionUser } from '../identity/session-service.ts';
import { START_OF } from './navigation.ts';

/** Shown in place of a view that is for another role, whose every question would be refused. */
export function OtherRoleView({
  role,
  only,
}: {
  readonly role: SessionUser['role'];
  readonly only: SessionUser['role'];
}): ReactNode {
  return (
    <View title={`For ${only}s`}>
      <Panel title="Not in your role">
        <Empty title={`What is here is for ${only}s, and you are logged in as ${ARTICLE[role]} ${role}.`}>
          <Link to={START_OF[role]}>Go to the start</Link>
        </Empty>
      </Panel>
    </View>
  );
}

const ARTICLE = { trader: 'a', operator: 'an' } as const;
