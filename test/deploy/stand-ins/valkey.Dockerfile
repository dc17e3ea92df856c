FROM debian
RUN sed 's/bookworm/bookworm-backports/' /etc/apt/sources.list > /etc/apt/sources.list.d/backports.list
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends -t bookworm-backports valkey-server
WORKDIR /data
# The image of the Valkey project takes whoever reaches it, Debian's package those of its own machine.
ENTRYPOINT ["sh", "-c", "exec \"$@\" --protected-mode no", "sh"]
CMD ["valkey-server"]
