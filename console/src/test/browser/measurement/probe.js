// Runs in the page before its own scripts. It measures the time from an input to the frame that shows its result, and
// counts frames and long tasks. Its own memory is bounded.
(() => {
  /** Frames and long tasks in tenths of a millisecond, up to 2 s. */
  const BUCKETS = 20_000;
  const frames = new Uint32Array(BUCKETS + 1);
  const longTasks = { count: 0, totalMs: 0, maxMs: 0 };
  /** Changes and look-ups belong to the stream. */
  const STREAMS = /^\/v1\/inventory-(changes|lookups)$/;
  /** An interaction without a result fails after this time. */
  const LIMIT_MS = 20_000;
  let limit = 0;
  let waiting = null;
  let shown = null;
  let lastFrame = 0;

  const grid = () => document.querySelector('.grid');

  /** The rows that are in the window of the list; null if a part of it has no row yet. */
  function visibleRows() {
    const list = grid();
    if (list === null) {
      return null;
    }
    const window = list.getBoundingClientRect();
    const top = window.top + list.querySelector('.head').offsetHeight;
    const bottom = Math.min(window.bottom, list.querySelector('.body').getBoundingClientRect().bottom);
    const rows = [...list.querySelectorAll('.body .row')]
      .map((row) => ({ row, place: row.getBoundingClientRect() }))
      .filter(({ place }) => place.bottom > top && place.top < bottom)
      .sort((a, b) => a.place.top - b.place.top);
    const isCovered = rows.length > 0 && rows[0].place.top <= top + 1 && rows.at(-1).place.bottom >= bottom - 1;
    return isCovered && rows.every(({ row }) => !row.classList.contains('waiting')) ? rows.map(({ row }) => row) : null;
  }

  /** Whether the result of an interaction is in the document; `before` is the list at its beginning. */
  const RESULTS = {
    /** Rows that all have these words. */
    rowsWith: (words) => visibleRows()?.every((row) => words.every((word) => row.textContent.toLowerCase().includes(word))),
    /** Another list, or the note that it is empty. */
    otherList: (_, before) => (grid() !== before && visibleRows() !== null) || document.querySelector('.none') !== null,
    /** The list scrolled by at least so many pixels more. */
    scrolledTo: (top) => grid().scrollTop >= top && visibleRows() !== null,
    /** The active row, by its number from 1, in the window. */
    rowActive: (number) => visibleRows()?.some((row) => row.ariaRowIndex === String(number + 1) && row.ariaSelected === 'true'),
    /** The page of the product with all its parts. */
    product: (id) => document.querySelector('.product .code')?.textContent === id && document.querySelectorAll('.product table').length > 1,
    /** The list at its place. */
    listAt: (top) => grid() !== null && Math.abs(grid().scrollTop - top) < 2 && visibleRows() !== null,
  };

  /** Its tasks run after the frame in which they are sent: the browser has laid it out and painted it. */
  const painted = new MessageChannel();
  painted.port1.onmessage = () => {
    const { resolve, start } = waiting;
    waiting = null;
    resolve({ start, ms: performance.now() - start });
  };

  /** The reads of the API that began after the input. Those that overlap were sent together. */
  function readsSince(start) {
    const lists = [];
    let end = 0;
    performance
      .getEntriesByType('resource')
      .map((entry) => ({ url: new URL(entry.name), begin: entry.startTime, end: entry.responseEnd }))
      .filter(({ url, begin }) => begin >= start && url.pathname.startsWith('/v1/') && !STREAMS.test(url.pathname))
      .sort((a, b) => a.begin - b.begin)
      .forEach((read) => {
        if (read.begin >= end) {
          lists.push([]);
          end = read.end;
        }
        lists.at(-1).push(read.url.pathname + read.url.search);
      });
    return lists;
  }

  function onFrame(now) {
    if (lastFrame > 0) {
      frames[Math.min(BUCKETS, Math.round((now - lastFrame) * 10))]++;
    }
    lastFrame = now;
    requestAnimationFrame(onFrame);
    if (waiting !== null && !waiting.isShown && waiting.start !== null) {
      const { result, argument, before } = waiting;
      if (RESULTS[result](argument, before) === true) {
        waiting.isShown = true;
        painted.port2.postMessage(null);
      }
    }
  }
  requestAnimationFrame(onFrame);

  for (const type of ['keydown', 'wheel', 'click', 'change']) {
    window.addEventListener(
      type,
      (event) => {
        // The last input counts: that of the last key of a word.
        if (waiting !== null && !waiting.isShown && waiting.type === type) {
          waiting.start = event.timeStamp;
        }
      },
      { capture: true, passive: true },
    );
  }

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      longTasks.count++;
      longTasks.totalMs += duration;
      longTasks.maxMs = Math.max(longTasks.maxMs, duration);
    }
  }).observe({ type: 'longtask' });

  window.measurement = {
    /** Waits for an input of the type, and for its result. */
    expect(type, result, argument) {
      performance.clearResourceTimings();
      shown = new Promise((resolve) => {
        waiting = { type, result, argument, before: grid(), start: null, isShown: false, resolve };
      });
      clearTimeout(limit);
      limit = setTimeout(() => waiting?.resolve(null), LIMIT_MS);
    },
    /** The same for the way back in the history, which has no event of its own. */
    goBack(result, argument) {
      window.measurement.expect('none', result, argument);
      waiting.start = performance.now();
      history.back();
    },
    /** Returns the time until the result was shown, the reads, and the products in view. */
    async done() {
      const found = await shown;
      if (found === null) {
        const text = document.querySelector('main')?.innerText.slice(0, 500);
        throw new Error(`no result within ${LIMIT_MS / 1_000} s: ${waiting.result} ${waiting.argument}, but ${location.search} ${text}`);
      }
      const { start, ms } = found;
      return { ms, reads: readsSince(start), view: window.measurement.visibleIds() };
    },
    visibleIds: () => (visibleRows() ?? []).map((row) => row.querySelector('.id').textContent),
    /** Forgets the frames and long tasks so far. */
    reset() {
      frames.fill(0);
      Object.assign(longTasks, { count: 0, totalMs: 0, maxMs: 0 });
    },
    /** Frame times in tenths of a millisecond as pairs of time and count, and the long tasks. */
    figures() {
      return { frames: [...frames.entries()].filter(([, count]) => count > 0), longTasks };
    },
  };
})();
