import type { Warehouse } from '../api/inventory';
import { Quantity } from '../parts/Quantity';
import { TableSection } from '../parts/TableSection';

/** The stock of a product in each warehouse. */
export function Warehouses({ warehouses }: { readonly warehouses: readonly Warehouse[] }) {
  return (
    <TableSection title="Warehouses">
      <table>
        <thead>
          <tr>
            <th scope="col">Warehouse</th>
            <th scope="col" class="amount">
              Quantity
            </th>
            <th scope="col" class="amount">
              Blocked
            </th>
            <th scope="col" class="amount">
              Reserved here
            </th>
          </tr>
        </thead>
        <tbody>
          {warehouses.map((warehouse) => (
            <tr key={warehouse.warehouseId}>
              <th scope="row">
                <bdi>{warehouse.warehouseId}</bdi>
              </th>
              <td class="amount">
                <Quantity value={warehouse.quantity} />
              </td>
              <td class="amount">
                <Quantity value={warehouse.blocked} />
              </td>
              <td class="amount">
                <Quantity value={warehouse.reserved} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableSection>
  );
}
