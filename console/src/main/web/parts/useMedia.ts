import { useEffect, useState } from 'preact/hooks';

/** The width below which the stylesheet shows the console as on a phone. */
export const PHONE = '(max-width: 700px)';

/** Whether the media query holds; the component is rendered again when that changes. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const onChange = () => setHolds(media.matches);
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, [query]);
  return holds;
}
