import { useEffect, useRef } from 'react';

/** Shows the message that a link on the page was followed to: `onChannel` brings up the channel, where it stands. */
export function useLinkedMessage(onChannel: () => void): void {
  const show = useRef(onChannel);
  show.current = onChannel;
  useEffect(() => {
    function follow(): void {
      const id = location.hash.slice(1);
      if (id === '') return;
      show.current();
      // Followed again it must lead there again.
      history.replaceState(null, '', location.pathname);
      requestAnimationFrame(() => {
        const message = document.getElementById(id);
        message?.scrollIntoView({ block: 'center' });
        message?.classList.add('message-linked');
        setTimeout(() => message?.classList.remove('message-linked'), 2000);
      });
    }
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
}
