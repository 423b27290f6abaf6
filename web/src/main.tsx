import './design/mantine.css';
import './design/tokens.css';
import './design/base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { forgetEverything } from './app/forget-everything.ts';
import { queryClient } from './app/query-client.ts';
import { router } from './app/router.tsx';
import { theme } from './app/theme.ts';
import { followEvents } from './live/live-events.ts';
import { followSession } from './live/live.ts';
import { followRequests } from './trades/request-events.ts';

followSession((stream, { role }) => {
  if (role === 'trader') followEvents(stream);
  else followRequests(stream);
}, forgetEverything);

const place = document.getElementById('root');
if (place === null) throw new TypeError('the document has no place for the page');
createRoot(place).render(
  // Variables and classes stand in our style sheets: the content policy lets no style into the document.
  <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
);
