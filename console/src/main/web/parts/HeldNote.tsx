/** Movements of several products end before the first one that is missing. */
export function HeldNote() {
  return (
    <p class="note warn">
      A product is held, because an event of it is missing or cannot be applied. Later movements are not shown, except
      those of another product when it is chosen in the filters of Movements. The operator finds the reason in the
      progress of the projections.
    </p>
  );
}
