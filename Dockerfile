# The images of both services, one target for each: docker build --target command-service .
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
# npm builds the console. If Node.js cannot be downloaded, the images have a page instead of it that says so.
ARG NODE_VERSION=v22.21.1
RUN mvn -B -q -N com.github.eirslett:frontend-maven-plugin:2.0.1:install-node-and-npm \
      -DnodeVersion=$NODE_VERSION -DinstallDirectory=/opt \
    || echo "The console is left out: Node.js $NODE_VERSION cannot be downloaded." >&2
ENV PATH="/opt/node:${PATH}"
RUN mvn -B -q -pl command-service,query-service -am package -DskipTests -Dexec.skip
RUN for service in command-service query-service; do \
      java -Djarmode=tools -jar $service/target/$service-app.jar extract --layers --destination layers/$service \
      && mv layers/$service/application/$service-app.jar layers/$service/application/$service.jar || exit 1; \
    done

FROM eclipse-temurin:25-jre AS service
RUN useradd --system --uid 10001 --no-create-home stockledger
WORKDIR /stockledger
COPY deploy/service/is-ready ./
USER 10001
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"

# The layers that seldom change come first, so that a new build of a service adds one layer of about 200 KB.
FROM service AS command-service
COPY --from=build /build/layers/command-service/dependencies/ ./
COPY --from=build /build/layers/command-service/spring-boot-loader/ ./
COPY --from=build /build/layers/command-service/snapshot-dependencies/ ./
COPY --from=build /build/layers/command-service/application/ ./
ENTRYPOINT ["java", "-jar", "command-service.jar"]

FROM service AS query-service
COPY --from=build /build/layers/query-service/dependencies/ ./
COPY --from=build /build/layers/query-service/spring-boot-loader/ ./
COPY --from=build /build/layers/query-service/snapshot-dependencies/ ./
COPY --from=build /build/layers/query-service/application/ ./
ENTRYPOINT ["java", "-jar", "query-service.jar"]
