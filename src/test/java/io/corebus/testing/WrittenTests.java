package io.corebus.testing;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs test classes of a directory in the working directory of this process, as far as those that {@code feature new} writes need it. Ends with 0 where all pass. */
public final class WrittenTests {
    private WrittenTests() {}

    /** @param arguments the directory of the classes, and their names */
    public static void main(String[] arguments) throws Exception {
        URL[] classes = {Path.of(arguments[0]).toUri().toURL()};
        int status = 0;
        try (URLClassLoader loader = new URLClassLoader(classes, WrittenTests.class.getClassLoader())) {
            for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
                run(loader.loadClass(name));
            }
        } catch (ReflectiveOperationException failed) {
            failed.printStackTrace();
            status = 1;
        }
        System.exit(status);
    }

    private static void run(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        for (Method test : methods(type, Test.class)) {
            Object instance = constructor.newInstance();
            for (Method before : methods(type, BeforeEach.class)) {
                before.invoke(instance);
            }
            test.invoke(instance);
            System.out.println("passed " + type.getSimpleName() + "." + test.getName());
        }
    }

    private static List<Method> methods(Class<?> type, Class<? extends Annotation> annotation) {
        List<Method> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(annotation))
                .toList();
        methods.forEach(method -> method.setAccessible(true));
        return methods;
    }
}
