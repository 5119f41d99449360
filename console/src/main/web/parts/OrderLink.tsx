import { Link } from '../app/Link';

interface Props {
  readonly orderId: string;
  /** Whether the tab key stops here. */
  readonly tabStop?: boolean;
}

/** The id of an order, which leads to its page. */
export function OrderLink({ orderId, tabStop = true }: Props) {
  return (
    <Link to={{ page: 'order', orderId }} tabStop={tabStop}>
      <bdi>{orderId}</bdi>
    </Link>
  );
}
