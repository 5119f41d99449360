package io.stockledger.system.faults.planted;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Access to the private members of a service's objects. */
public final class Reflection {

    private Reflection() {}

    /** Calls the only method of this name with this number of arguments. */
    public static @Nullable Object call(Object target, String name, @Nullable Object... arguments)
            throws ReflectiveOperationException {
        Class<?> type = target.getClass();
        while (type != null) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name)
                        && method.getParameterCount() == arguments.length
                        && !method.isBridge()) {
                    method.setAccessible(true);
                    return method.invoke(target, arguments);
                }
            }
            type = type.getSuperclass();
        }
        throw new NoSuchMethodException(name + Arrays.toString(arguments));
    }

    /** Returns the value of a field that is not null. */
    public static Object field(Object target, String name) throws ReflectiveOperationException {
        Field field = target.getClass().getDeclaredField(name);
        field.setAccessible(true);
        Object value = field.get(target);
        if (value == null) {
            throw new NoSuchFieldException(name + " is null");
        }
        return value;
    }
}
